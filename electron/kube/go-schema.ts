import { defineScalarTag, FAILSAFE_SCHEMA, mergeTag, NOT_RESOLVED } from 'js-yaml'
import { goScalar } from '@shared/go-scalar'

/** A scalar without quotes is of this type where helm's reader takes it for one; a tag of its own (`!!int 5`) says it too. */
function tag(name: string, is: (value: unknown) => boolean, implicit = true): ReturnType<typeof defineScalarTag> {
  return defineScalarTag(`tag:yaml.org,2002:${name}`, {
    implicit,
    resolve: (source) => {
      const value = goScalar(source)
      return is(value) ? value : NOT_RESOLVED
    },
    identify: () => false,
  })
}

const isNumber = (value: unknown): boolean => typeof value === 'number'

/**
 * YAML with the types that kubectl and helm see in it (sigs.k8s.io/yaml on go.yaml.in/yaml/v2): `0444` is 292, `yes` is true,
 * times are texts, a merge (`<<`) counts.
 */
export const goSchema = FAILSAFE_SCHEMA.withTags(
  mergeTag,
  tag('null', (value) => value === null),
  tag('bool', (value) => typeof value === 'boolean'),
  tag('float', isNumber),
  tag('int', isNumber, false),
)
