import env from '#start/env'

export const required = env.get('REQUIRE_2FA')
