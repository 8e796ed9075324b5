import { isIssuerName, titleOf, type GroupRole, type Issuer } from '#domain/oidc'
import { rule, words } from '#start/env_rules'

const parts = ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET', 'GROUPS'] as const

/** The name of an issuer is part of its variables: `OIDC_KEYCLOAK_ISSUER`. */
const variable = /^OIDC_([A-Z0-9_]+?)_(ISSUER|CLIENT_ID|CLIENT_SECRET|GROUPS)$/

const others = ['OIDC_REDIRECT_URIS']

/** The meaning of each setting of an issuer, in the words of the README. */
export const issuerSettings: Record<(typeof parts)[number], string> = {
  ISSUER: 'The address of an OpenID Connect issuer, whose users may sign in here',
  CLIENT_ID: 'What Plaza is called there',
  CLIENT_SECRET: 'What Plaza proves that with',
  GROUPS:
    'Which roles its groups give: group=role, separated by commas. Of several, the first counts',
}

interface Given {
  name: string
  value: string
  /** In the spelling of the variable's name. */
  issuer: string
  part: (typeof parts)[number]
}

/** @throws Error that names a variable without a meaning */
export function givenIssuerSettings(environment: Record<string, string | undefined>): Given[] {
  return Object.entries(environment).flatMap(([name, text = '']) => {
    const value = text.trim()
    if (!name.startsWith('OIDC_') || others.includes(name) || value === '') return []
    const [, issuer, part] = variable.exec(name) ?? []
    if (!issuer) throw new Error(`${name} is no setting: ${expected}`)
    return { name, value, issuer, part: part as Given['part'] }
  })
}

/** @throws Error that names the variable, and never shows a secret */
export function readIssuers(environment: Record<string, string | undefined>): Issuer[] {
  const found = new Map<string, Record<string, string>>()
  for (const { issuer, part, value } of givenIssuerSettings(environment)) {
    found.set(issuer, { ...found.get(issuer), [part]: value })
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(issuerOf)
}

const expected = `OIDC_REDIRECT_URIS, or OIDC_<NAME>_ with one of ${parts.join(', ')}`

function issuerOf([word, given]: [string, Record<string, string>]): Issuer {
  const name = word.toLowerCase().replaceAll('_', '-')
  if (!isIssuerName(name)) throw new Error(`OIDC_${word}_ISSUER: an issuer can't be called ${name}`)
  const [url, clientId, clientSecret] = parts.slice(0, 3).map((part) => {
    if (!given[part]) throw new Error(`OIDC_${word}_${part} is missing`)
    return given[part]
  })
  if (!isSafe(url)) {
    const example = 'https://id.example.org/realms/site'
    throw new Error(`OIDC_${word}_ISSUER must be an address of https, such as ${example}`)
  }
  const roles = rolesOf(`OIDC_${word}_GROUPS`, given.GROUPS)
  return { name, title: titleOf(name), url, clientId, clientSecret, roles }
}

/** Without TLS only on this machine. */
function isSafe(text: string) {
  const url = URL.parse(text)
  if (!url || url.search || url.hash || url.username) return false
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
}

function rolesOf(name: string, text = ''): GroupRole[] {
  return words(text).map((pair) => {
    const split = pair.lastIndexOf('=')
    const [group, role] = [pair.slice(0, split).trim(), pair.slice(split + 1).trim()]
    if (split > 0 && group && /^[a-z][a-z0-9_-]*$/.test(role)) return { group, role }
    throw new Error(`${name} must be group=role, between commas; it has "${pair}"`)
  })
}

/** Comma-separated addresses that a sign-in may return to. An app may have its own scheme. */
export function redirectUris() {
  const form = 'addresses such as https://example.org/signed-in, between commas'
  return rule<string[]>('', form, (value) =>
    words(value).every(isRedirectUri) ? words(value) : null
  )
}

/** No fragment (RFC 6749, section 3.1.2), and nothing that a browser would run. */
function isRedirectUri(text: string) {
  const url = URL.parse(text)
  if (!url || url.hash || text.includes('#') || text.length > 500) return false
  return !['javascript:', 'data:', 'vbscript:', 'blob:', 'file:'].includes(url.protocol)
}

/** Whether users sign in with a password. If not, the site needs an issuer. */
export function localLogin() {
  const read = rule<'on' | 'off'>('on', 'on or off', (value) =>
    value === 'on' || value === 'off' ? value : null
  )
  const checked = (name: string, value?: string) => {
    const mode = read(name, value)
    const hasIssuer = Object.keys(process.env).some((one) => /^OIDC_.+_ISSUER$/.test(one))
    if (mode === 'off' && !hasIssuer) {
      throw new Error(`${name} is off, and no OIDC_<NAME>_ISSUER is set: no user could sign in`)
    }
    return mode
  }
  return Object.assign(checked, { fallback: 'on' })
}
