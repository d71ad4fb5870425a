export { isValues, type Values } from '@shared/values-tree'
