import { shape, type ShapeOf } from '#resources/definition/shape'
import { boolean, text } from '#resources/definition/members'

export const settingShape = shape({
  name: text({ description: 'The variable of the environment.', example: 'JWT_LIFETIME' }),
  value: text({
    nullable: true,
    description: 'As it was given; null if it is not set, and for secrets.',
    example: '10m',
  }),
  default: text({
    nullable: true,
    description: 'The value if it is not set; null: none, or one that Plaza works out.',
    example: '15m',
  }),
  is_set: boolean({ example: true }),
  is_secret: boolean({ description: 'Whether its value is never shown.', example: false }),
  description: text({ example: 'How long an access token lives' }),
})

/** A variable of the environment, as those who may read it see it. */
export type Setting = ShapeOf<typeof settingShape>
