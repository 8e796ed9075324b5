import { failure, ok, warning, type Verdict } from '#cli/health/verdict'
import { configurationOf } from '#auth/issuer_client'
import { callbackUri, issuers } from '#auth/issuers'
import IssuerUnavailableException from '#exceptions/issuer_unavailable_exception'
import type { Issuer } from '#domain/oidc'
import { roleNames } from '#queries/roles/find_role'

/** One for each issuer: whether it answers, with a usable configuration. */
export const issuerChecks = (): Record<string, () => Promise<Verdict>> =>
  Object.fromEntries(
    issuers().map((issuer) => [`sign-in by ${issuer.name}`, () => checkIssuer(issuer)])
  )

async function checkIssuer(issuer: Issuer): Promise<Verdict> {
  const setting = `OIDC_${issuer.name.toUpperCase().replaceAll('-', '_')}`
  try {
    const configuration = await configurationOf(issuer)
    const { issuer: url } = configuration.serverMetadata()
    const unknown = await unknownRoles(issuer)
    if (unknown.length > 0) {
      return warning(
        `groups give roles that don’t exist: ${unknown.join(', ')}`,
        `make them, or correct ${setting}_GROUPS`
      )
    }
    return ok(`${url} answers; it must know ${callbackUri(issuer)}`)
  } catch (error) {
    if (error instanceof IssuerUnavailableException) {
      return failure(`${issuer.url} can’t be reached`, `check ${setting}_ISSUER, and the firewall`)
    }
    const advice = `${setting}_ISSUER must be the issuer letter for letter, with or without a slash at its end`
    return failure(`${issuer.url} is no issuer of OpenID Connect`, advice)
  }
}

async function unknownRoles({ roles }: Issuer): Promise<string[]> {
  if (roles.length === 0) return []
  const known = await roleNames()
  return [...new Set(roles.map(({ role }) => role))].filter((role) => !known.has(role))
}
