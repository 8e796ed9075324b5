import { created, nothing, pageOf, takes, type Area } from '#openapi/operation'
import { invite } from '#resources/invite'
import { createInviteValidator, listInvitesValidator } from '#validators/invites'
import { idValidator } from '#validators/lists'

export const invites: Area = {
  tag: 'Invites',
  description:
    'Links that let people sign up: with `SIGNUP=invite` no account begins without one. An invite ends when its inviter is suspended, loses a permission or erases the account, and is refused while the inviter is silenced.',
  operations: {
    'invites.index': {
      summary: 'List my invites',
      description: 'Newest first, without their tokens; used ones until they expire.',
      query: listInvitesValidator,
      answers: { 200: pageOf(invite.views.Invite) },
    },
    'invites.store': {
      summary: 'Make an invite',
      description:
        'Needs `invites.create`. It is good for `max_uses` accounts (one by default), for a week or until `expires_at`, within a year. With `email` the link is mailed, and the answer has none: only that e-mail can sign up with it, and it counts as confirmed. A `role` needs `users.manage`, and no higher rank and no permissions beyond my own. Keep the token: no other answer has it. A user has up to 100 open invites; one more is 409.',
      body: takes(createInviteValidator, { max_uses: 5 }),
      problems: ['conflict', 'mail_unavailable', 'signup_closed', 'silenced'],
      answers: { 201: created('NewInvite') },
    },
    'invites.destroy': {
      summary: 'Revoke an invite',
      description: 'It ends at once, with the sign-ups that wait for a confirmation.',
      path: idValidator,
      answers: { 204: nothing },
    },
  },
}
