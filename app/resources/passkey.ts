import { arrayOf, boolean, integer, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { shape } from '#resources/definition/shape'

export const MAX_NAME_CHARACTERS = 100

export const passkey = defineResource({
  table: 'passkeys',
  members: {
    id: integer({ example: 3, exported: true }),
    name: text({ description: 'What its user calls it.', example: 'My phone', exported: true }),
    backed_up: boolean({
      description: 'Whether its provider keeps a copy, so that a lost device does not lose it.',
      exported: true,
    }),
    created_at: time({ exported: true }),
    last_used_at: time({ nullable: true, exported: true }),
    last_used_address: text({ nullable: true, example: '192.0.2.7', exported: true }),
  },
  views: { Passkey: { for: 'owner' } },
})

export const newPasskeyShape = shape({
  ...passkey.views.Passkey.members,
  recovery_codes: arrayOf(text(), {
    description: 'Each stands in for a lost passkey once. Shown this once, with the first factor.',
    example: ['k3q8m-x7dpn-w9r4t-h2cve-b6y3s', 'p5d2n-z8gkq-a4hwr-m7xjc-t3vfe'],
  }),
})

/** WebAuthn defines the members. */
export const passkeyOptionsSchema = {
  type: 'object',
  description:
    'For `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` of the browser (WebAuthn, section 5.1).',
  required: ['challenge'],
  properties: { challenge: { type: 'string' } },
  additionalProperties: true,
}
