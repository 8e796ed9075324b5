import {
  created,
  listOf,
  nothing,
  pageOf,
  plain,
  resource,
  takes,
  type Area,
} from '#openapi/operation'
import {
  idValidator,
  listCommentsOfUserValidator,
  listPostsOfUserValidator,
  searchUsersValidator,
  userInUrlValidator,
} from '#validators/lists'
import {
  changePasswordValidator,
  eraseUserValidator,
  signUpValidator,
  updateProfileValidator,
} from '#validators/users'
import { acceptTermsValidator } from '#validators/terms'
import {
  listDataExportsValidator,
  showOwnUserValidator,
  showUserValidator,
} from '#validators/shows'

export const accounts: Area = {
  tag: 'Accounts',
  description: 'Who takes part.',
  operations: {
    'users.store': {
      summary: 'Sign up',
      description:
        'With `SIGNUP=invite` it needs the token of an `invite`; in every other mode it may have one. With `SIGNUP=approval` it needs an `application`, unless it has an invite: the answer is 202, and staff decide; until then `POST /login` answers 403 `approval_pending`. With `VERIFY_EMAIL=required` the answer is 202, and the account begins with `POST /email-confirmations`. Then no answer tells whether an account has the e-mail: its owner is told by mail. An invite for an e-mail confirms it: then the answer is 201. Without `username` one is made that tells nothing of the e-mail. Where the site has terms (`GET /instance`), `accepted_terms` is their version. Some names are reserved, and one that was given up stays reserved for 30 days.',
      body: takes(signUpValidator, {
        email: 'alice@example.org',
        password: 'correct horse battery',
        username: 'alice',
        display_name: 'Alice',
      }),
      problems: [
        'local_login_off',
        ...(['email_taken', 'username_taken', 'rate_limited'] as const),
        ...(['signup_closed', 'invite_needed', 'mail_unavailable'] as const),
      ],
      answers: {
        201: created('OwnUser', ['RateLimit?', 'RateLimit-Policy?']),
        202: plain('SignUpStatus', ['RateLimit?', 'RateLimit-Policy?']),
      },
    },
    'me.show': {
      summary: 'Read my profile',
      description: 'With the e-mail, which others are not shown.',
      query: showOwnUserValidator,
      answers: { 200: resource('OwnUser') },
    },
    'me.update': {
      summary: 'Change my profile',
      description:
        '`avatar` and `header` take the ids of own pictures (`POST /media`); `include=avatar,header` shows them once their copies are made. Another `email` needs the `current_password`, and with a second factor a sign-in of the last 15 minutes. Where mails are sent, the answer is 202 then, and the e-mail changes when the new address confirms it within 3 days; `new_email` has it until then. No answer tells whether an account has it. The owner of the present e-mail is told, and can undo the change for 7 days. A user name that is given up stays reserved for 30 days, in which its former owner can take it back.',
      body: takes(updateProfileValidator, { bio: 'Gardener, reader.' }),
      problems: [
        ...(['email_taken', 'username_taken', 'silenced', 'mail_unavailable'] as const),
        'insufficient_user_authentication',
      ],
      answers: { 200: resource('OwnUser'), 202: resource('OwnUser') },
    },
    'email_changes.destroy': {
      summary: 'Withdraw a change of my e-mail',
      description:
        'Ends the one that waits for the new address (`new_email`): the link there works no more. The link that the owner of the present e-mail was sent stays. 404 if none waits.',
      problems: ['not_found'],
      answers: { 204: nothing },
    },
    'me.destroy': {
      summary: 'Erase my account',
      description:
        'All that is personal goes for good; posts and comments stay, without an author. An account without a password needs a fresh sign-in in its place.',
      body: takes(eraseUserValidator, { password: 'correct horse battery' }),
      problems: ['insufficient_user_authentication', 'last_admin'],
      answers: { 204: nothing },
    },
    'data_exports.index': {
      summary: 'List the exports of my data',
      description: 'The one that is ready, and the one that waits.',
      query: listDataExportsValidator,
      answers: { 200: listOf('DataExport') },
    },
    'data_exports.store': {
      summary: 'Ask for all data that there is of me',
      description:
        'A job writes the file, and a mail tells when it is ready. While one waits, the answer is that one. A new one can be asked for after 24 hours, and replaces the former. `Location` is the file.',
      problems: ['rate_limited'],
      answers: { 202: { ...plain('DataExport', ['Location']), description: 'It is being made' } },
    },
    'data_exports.files.show': {
      summary: 'Download an export of my data',
      description: 'For 7 days after it is ready.',
      path: idValidator,
      problems: ['not_found'],
      answers: { 200: resource('UserExport', ['Content-Disposition']) },
    },
    'terms.update': {
      summary: 'Accept the terms',
      description:
        'Takes the present version, `terms_version` in `GET /instance`. Where a site has terms, every other write is 403 `terms_not_accepted` until a user has accepted them, but for the end of sessions and tokens, the export and the erasure of the account. Bots and the command line of the machine are exempt.',
      body: takes(acceptTermsValidator, { version: '2026-12-01' }),
      problems: ['conflict'],
      answers: { 204: nothing },
    },
    'passwords.update': {
      summary: 'Change my password',
      description:
        'Ends every other session and every older token: this session goes on with the tokens of the answer. With a second factor it needs a sign-in of the last 15 minutes.',
      body: takes(changePasswordValidator, {
        current_password: 'correct horse battery',
        new_password: 'staple these together',
      }),
      problems: ['insufficient_user_authentication'],
      answers: { 200: plain('Token') },
    },
    'users.index': {
      summary: 'Find users',
      description:
        'By the beginning of the user name or of the display name, without regard to case and accents.',
      viewer: true,
      query: searchUsersValidator,
      parameters: { search: 'The beginning of a user name or of a display name.' },
      answers: { 200: pageOf('User') },
    },
    'users.show': {
      summary: 'Read a profile',
      description: 'The `email` is for its owner and for staff.',
      problems: ['unauthenticated'],
      viewer: true,
      path: userInUrlValidator,
      query: showUserValidator,
      answers: { 200: resource('User') },
    },
    'users.posts.index': {
      summary: 'List the posts of a user',
      description:
        'Posts that are not published are for their author and for staff: `status=draft` lists drafts alone. `status=deleted` lists my trash.',
      viewer: true,
      path: userInUrlValidator,
      query: listPostsOfUserValidator,
      problems: ['not_ready', 'unauthenticated'],
      answers: { 200: pageOf('Post') },
    },
    'users.comments.index': {
      summary: 'List the comments of a user',
      description: 'Newest first; those on posts that everybody may see.',
      viewer: true,
      path: userInUrlValidator,
      query: listCommentsOfUserValidator,
      problems: ['unauthenticated'],
      answers: { 200: pageOf('Comment') },
    },
  },
}
