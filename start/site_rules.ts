import { MAX_VERSION_CHARACTERS } from '#domain/terms'
import { isSiteLink, siteLinks, type SiteLink } from '#domain/site_links'
import { hasVisible } from '#domain/text'
import { readSender } from '#mail/sender'
import { rule } from '#start/env_rules'

const isText = (value: string, max: number) => hasVisible(value) && [...value].length <= max

/** A text about the site, up to a number of characters. */
export function siteText(max: number) {
  return rule<string | undefined>('', `a text of 1 to ${max} characters`, (value) => {
    if (value === '') return undefined
    return isText(value, max) ? value : null
  })
}

const MAX_RULES = 20
const MAX_RULE_CHARACTERS = 300

/** The rules of use, between `|`. */
export function siteRules() {
  const expected = `up to ${MAX_RULES} rules of 1 to ${MAX_RULE_CHARACTERS} characters, between |`
  return rule<string[]>('', expected, (value) => {
    if (value === '') return []
    const rules = value.split('|').map((one) => one.trim())
    const fits = rules.length <= MAX_RULES && rules.every((one) => isText(one, MAX_RULE_CHARACTERS))
    return fits ? rules : null
  })
}

/** An e-mail, or the address of a page. */
export function siteContact() {
  const expected = 'an e-mail, or an address such as https://example.org/contact'
  return rule<string | undefined>('', expected, (value) => {
    if (value === '') return undefined
    const isPage = /^https?:$/.test(URL.parse(value)?.protocol ?? '')
    return isPage || readSender(value)?.name === '' ? value : null
  })
}

/** The version of the terms, such as a date. */
export function termsVersion() {
  const expected = `up to ${MAX_VERSION_CHARACTERS} letters, digits and . _ -, such as 2026-12-01`
  return rule<string | undefined>('', expected, (value) => {
    if (value === '') return undefined
    return value.length <= MAX_VERSION_CHARACTERS && /^[\w.-]+$/.test(value) ? value : null
  })
}

/** The address of a page of the site, with names in braces. */
export function siteLink(kind: SiteLink) {
  const { example, names } = siteLinks[kind]
  const known = names.map((name) => `{${name}}`).join(', ')
  const expected = `an address with ${known}, such as ${example}`
  return rule<string | undefined>('', expected, (value) => {
    if (value === '') return undefined
    return isSiteLink(value, kind) ? value : null
  })
}
