import { integer, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'

export const identity = defineResource({
  table: 'identities',
  members: {
    id: integer({ example: 4, exported: true }),
    issuer: text({
      description: 'As in `/login/{issuer}`.',
      example: 'keycloak',
      exported: true,
    }),
    subject: text({
      description: 'The id of the user at the issuer.',
      example: '5c1f0b7e-7a0e-4d0c-9a53-0c8b5a7d6e11',
      exported: true,
    }),
    email: text({
      nullable: true,
      description: 'The verified e-mail at the issuer, as of the last sign-in.',
      example: 'alice@example.org',
      exported: true,
    }),
    created_at: time({ exported: true }),
    last_used_at: time({ exported: true }),
  },
  views: { Identity: { for: 'owner' } },
})
