/** What a revision can be compared with that isn't in its own history. */
export type OtherSide = 'release' | 'chart' | 'cluster'
