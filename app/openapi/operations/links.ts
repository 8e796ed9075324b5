import { nothing, plain, takes, text, type Answer, type Area } from '#openapi/operation'
import {
  accountPageValidator,
  bouncesValidator,
  confirmPasswordResetValidator,
  linkTokenValidator,
  mailToValidator,
  unsubscribeLinkValidator,
  unsubscribeValidator,
} from '#validators/links'

const exampleToken = '5uP1y0u3c9wq8s7d6f5g4h3j2k1l0zxcvbnmQWERTYU'

const accepted: Answer = { description: 'Accepted', headers: ['RateLimit', 'RateLimit-Policy'] }

export const links: Area = {
  tag: 'Mails',
  description:
    'Requests that send a mail, and the links in mails. A link works once; opening it changes nothing. A server that sends no mails answers 503 with the code `mail_unavailable`.',
  operations: {
    'email_confirmations.store': {
      summary: 'Confirm an e-mail with the link of a mail',
      description:
        'The link of a sign-up makes the account, and signs in. It is good for 7 days. Of several sign-ups with one e-mail, the first that is confirmed ends the others. If its user name was taken meanwhile, the account gets another one. Any other link answers 204. With `SIGNUP=approval` the answer to a sign-up is 202, and staff decide.',
      body: takes(linkTokenValidator, { token: exampleToken }),
      problems: ['email_taken'],
      answers: { 200: plain('SignedIn'), 202: plain('SignUpStatus'), 204: nothing },
    },
    'email_confirmations.requests.store': {
      summary: 'Ask for the link to confirm an e-mail once more',
      description:
        'For a waiting sign-up, an account with an unconfirmed e-mail, or one whose mails bounced. Otherwise no mail is sent, and the answer and its time are the same.',
      body: takes(mailToValidator, { email: 'alice@example.org' }),
      problems: ['mail_unavailable', 'rate_limited'],
      answers: { 202: accepted },
    },
    'email_changes.undos.store': {
      summary: 'Undo a change of the e-mail with the link of a mail',
      description:
        'For the owner of the former e-mail, for 7 days. All sessions and tokens end, the password is void, and a mail sets a new one.',
      body: takes(linkTokenValidator, { token: exampleToken }),
      problems: ['email_taken'],
      answers: { 204: nothing },
    },
    'bounces.store': {
      summary: 'Report mails that came back',
      description:
        'For mail servers and providers, with `Authorization: Bearer <BOUNCES_KEY>`. The address of a hard bounce gets no more mails until its owner confirms it anew.',
      body: takes(bouncesValidator, { bounces: [{ email: 'gone@example.org', type: 'hard' }] }),
      problems: ['unauthenticated', 'invalid_token'],
      answers: { 204: nothing },
    },
    'unsubscribes.show': {
      summary: 'Open the link that ends mails of a kind',
      description:
        'For mail programs that open `List-Unsubscribe`. It leads to a page with a button, and changes nothing.',
      path: unsubscribeLinkValidator,
      answers: { 302: { description: 'The page', headers: ['Location'] } },
    },
    'unsubscribes.store': {
      summary: 'End mails of a kind with one click',
      description:
        'As RFC 8058 prescribes, with `List-Unsubscribe=One-Click` as form data or JSON. The address gets no more invites. Mails about an account of its own still come.',
      path: unsubscribeLinkValidator,
      body: takes(unsubscribeValidator, { 'List-Unsubscribe': 'One-Click' }),
      problems: ['not_found'],
      answers: { 204: nothing },
    },
    'password_resets.store': {
      summary: 'Ask for a new password',
      description:
        'Sends a link to the owner of the e-mail. The answer and its time are the same if no account has it. Only the newest link works, for 30 minutes.',
      body: takes(mailToValidator, { email: 'alice@example.org' }),
      problems: ['mail_unavailable', 'rate_limited'],
      answers: { 202: accepted },
    },
    'password_resets.confirmations.store': {
      summary: 'Set a new password with the link of a mail',
      description:
        'Ends all sessions and tokens of the account. A token that is unknown, used or expired is 422 with the rule `link`. If a second factor is on, a `code` or a `recovery_code` is needed too; a wrong one leaves the token as it is.',
      body: takes(confirmPasswordResetValidator, {
        token: exampleToken,
        new_password: 'staple these together',
      }),
      problems: ['rate_limited'],
      answers: { 204: nothing },
    },
    'account.pages.show': {
      summary: 'A page that a link in a mail leads to',
      description:
        'In the language of the browser. The token is in the fragment of the address, and goes to the API when its button is pressed. `SITE_CONFIRM_URL`, `SITE_RESET_URL`, `SITE_UNDO_URL` and `SITE_INVITE_URL` put pages of the site in its place.',
      stateless: true,
      path: accountPageValidator,
      problems: ['validation_failed'],
      answers: { 200: text('The page', ['text/html']) },
    },
  },
}
