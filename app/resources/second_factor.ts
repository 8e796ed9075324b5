import { shape, type ShapeOf } from '#resources/definition/shape'
import { arrayOf, boolean, integer, object, text, time } from '#resources/definition/members'

export const newTotpShape = shape({
  secret: text({
    description: 'In base 32, to be typed.',
    example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  }),
  uri: text({
    description: 'The same for an authenticator app.',
    example:
      'otpauth://totp/Plaza:alice?issuer=Plaza&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30',
  }),
  qr_svg: text({
    description: 'The same as a picture.',
    example: '<svg xmlns="http://www.w3.org/2000/svg">…</svg>',
  }),
})

export const secondFactorsShape = shape({
  required: boolean({ description: 'Whether the account needs one: see `REQUIRE_2FA`.' }),
  totp: object(
    { created_at: time({ description: 'When it was turned on.' }) },
    { nullable: true, description: 'The authenticator app; null if none is on.' }
  ),
  passkeys: integer({ description: 'How many passkeys there are.', example: 2 }),
  recovery_codes_left: integer({ example: 10 }),
})

export const recoveryCodesShape = shape({
  recovery_codes: arrayOf(text(), {
    description: 'Each stands in for a code once. Shown this once.',
    example: ['k3q8m-x7dpn-w9r4t-h2cve-b6y3s', 'p5d2n-z8gkq-a4hwr-m7xjc-t3vfe'],
  }),
})

export type NewTotp = ShapeOf<typeof newTotpShape>
export type SecondFactors = ShapeOf<typeof secondFactorsShape>
