import { embed } from '#resources/definition/embedding'
import { shape } from '#resources/definition/shape'
import { integer, text } from '#resources/definition/members'
import { user } from '#resources/user'

const access = {
  access_token: text({
    description: 'A JWT (RFC 9068).',
    example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9…',
  }),
  token_type: text({ const: 'bearer' }),
  expires_in: integer({ description: 'In seconds.', example: 900 }),
}

const token = { ...access, refresh_token: text({ example: '11.4.mJ0tqXh2…' }) }

export const accessToken = shape(access)

export const tokenPair = shape(token)

export const signedIn = shape({ ...token, user: embed(user.views.OwnUser) })

/** The refresh token is in a cookie. */
export const studioSignedIn = shape({ ...access, user: embed(user.views.OwnUser) })
