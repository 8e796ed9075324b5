import { arrayOf, integer, object, oneOf, text } from '#resources/definition/members'
import { shape } from '#resources/definition/shape'
import { signupModes, verificationModes } from '#domain/signup'

/** The facts about the site that a client needs before a user signs up. */
export const instanceShape = shape({
  name: text({ example: 'Plaza' }),
  description: text({ nullable: true, example: 'A square for everybody in town.' }),
  rules: arrayOf(text(), { description: 'The rules of use.', example: ['Be kind.'] }),
  contact: text({
    nullable: true,
    description: 'An e-mail, or the address of a page.',
    example: 'hello@example.org',
  }),
  languages: arrayOf(text(), { description: 'BCP 47 tags.', example: ['en'] }),
  signup: oneOf(signupModes, { description: 'Who may sign up.' }),
  verify_email: oneOf(verificationModes, {
    description: 'Whether an account begins before its e-mail is confirmed.',
  }),
  terms_version: text({
    nullable: true,
    description:
      'The version that a sign-up and `PUT /users/me/terms` accept. Null: there are no terms.',
    example: '2026-12-01',
  }),
  terms_url: text({ nullable: true, example: 'https://example.org/terms' }),
  limits: object({
    title: integer({ description: 'Characters of a title.', example: 200 }),
    content: integer({ description: 'Characters of a post.', example: 50_000 }),
    comment: integer({ description: 'Characters of a comment.', example: 10_000 }),
    tags: integer({ description: 'Tags of a post.', example: 20 }),
    password_min: integer({ example: 8 }),
    password_max: integer({ example: 128 }),
    body: integer({ description: 'Bytes of a request.', example: 524_288 }),
    upload: integer({ description: 'Bytes of an uploaded file.', example: 20_971_520 }),
    media: integer({
      description: 'Bytes of all files of a user together.',
      example: 1_073_741_824,
    }),
  }),
})
