/** The form of `/login` is that of OAuth 2, for any OAuth client. */
export const securitySchemes = {
  login: {
    type: 'oauth2',
    description: 'User name or e-mail, and password. No client id is needed.',
    flows: { password: { tokenUrl: '/login', refreshUrl: '/token/refresh', scopes: {} } },
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    description: 'An access token or a personal token that you have.',
  },
}

export const required = [{ login: [] }, { token: [] }]

export const optional = [{}, ...required]
