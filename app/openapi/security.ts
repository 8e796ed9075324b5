/** The ways to show who asks. The form of `/login` is that of OAuth 2, so any client of it will do. */
export const securitySchemes = {
  login: {
    type: 'oauth2',
    description: 'User name or e-mail, and password. No client id is needed.',
    flows: { password: { tokenUrl: '/login', refreshUrl: '/token/refresh', scopes: {} } },
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token that you have.',
  },
}

/** One has to be signed in. */
export const required = [{ login: [] }, { token: [] }]

/** One may be. */
export const optional = [{}, ...required]
