import { metaOf } from './ajv-meta'

export default metaOf('http://json-schema.org/draft-07/schema')
