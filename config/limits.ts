import env from '#start/env'

export const login = env.get('LIMIT_LOGIN')
export const loginAccount = env.get('LIMIT_LOGIN_ACCOUNT')
export const loginIp = env.get('LIMIT_LOGIN_IP')
export const signup = env.get('LIMIT_SIGNUP')
export const secondFactor = env.get('LIMIT_SECOND_FACTOR')
export const emailChange = env.get('LIMIT_EMAIL_CHANGE')
export const mail = env.get('LIMIT_MAIL')
export const mailIp = env.get('LIMIT_MAIL_IP')
export const oidc = env.get('LIMIT_OIDC')
export const write = env.get('LIMIT_WRITE')
export const upload = env.get('LIMIT_UPLOAD')
