import { metaOf } from './ajv-meta'

export default metaOf('https://json-schema.org/draft/2019-09/schema')
