import { arrayOf, boolean, object, text } from '#resources/definition/members'
import { shape, type ShapeOf } from '#resources/definition/shape'

export const signInMethodsShape = shape({
  password: boolean({ description: 'Whether `POST /login` takes passwords: see `LOCAL_LOGIN`.' }),
  issuers: arrayOf(
    object({
      name: text({ description: 'For `GET /login/{issuer}`.', example: 'keycloak' }),
      title: text({ description: 'For a button.', example: 'Keycloak' }),
    }),
    { description: 'The issuers whose users can sign in here.' }
  ),
})

export type SignInMethods = ShapeOf<typeof signInMethodsShape>
