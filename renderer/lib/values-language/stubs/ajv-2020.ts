import { metaOf } from './ajv-meta'

export default metaOf('https://json-schema.org/draft/2020-12/schema')
