/** By stable code: `status` and `title` of RFC 9457, and the text of the page behind `type`. */
export const problems = {
  moved: {
    status: 308,
    title: 'It has another address',
    explanation: 'Ask again at the address in `Location`, and keep that one.',
  },
  invalid_json: {
    status: 400,
    title: 'The body is not readable JSON',
    explanation: 'Send one JSON object, encoded as UTF-8.',
  },
  bad_request: {
    status: 400,
    title: 'The request is not readable',
    explanation: 'The address, the headers or the body are not well-formed HTTP.',
  },
  unauthenticated: {
    status: 401,
    title: 'A token is needed',
    explanation: 'Sign in with `POST /login` and send `Authorization: Bearer <access_token>`.',
  },
  invalid_token: {
    status: 401,
    title: 'The token is not valid',
    explanation:
      'It is malformed, expired or revoked. Ask for a new one with `POST /token/refresh`, or sign in again.',
  },
  invalid_credentials: {
    status: 401,
    title: 'Wrong user name or password',
    explanation: 'No account has this e-mail or user name with this password.',
  },
  second_factor_required: {
    status: 401,
    title: 'A second factor is needed',
    explanation:
      'The password is right. Send `challenge` to `POST /login/second-factor` within five minutes, with one of `methods`.',
  },
  invalid_challenge: {
    status: 401,
    title: 'The sign-in has ended',
    explanation:
      'It is older than a few minutes, was finished already, or began in another browser. Sign in again.',
  },
  invalid_code: {
    status: 401,
    title: 'The code is wrong',
    explanation:
      'Take the present code of the authenticator app, or a recovery code. Each works once.',
  },
  invalid_passkey: {
    status: 401,
    title: 'The passkey can’t be used',
    explanation:
      'It is unknown here, is for another site, or its answer is older than five minutes or was used already. Ask for new options.',
  },
  insufficient_user_authentication: {
    status: 401,
    title: 'Sign in again first',
    explanation:
      'This needs a sign-in of the last 15 minutes. Send `POST /sessions/current/step-up` with the password, or `current_password` in this very request; with `code` if a second factor is on.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    explanation: 'You are signed in, but you lack the right to do this.',
  },
  insufficient_scope: {
    status: 403,
    title: 'The token lacks the scope',
    explanation:
      'A personal token can do only what its scopes allow. Make one with the scope in `WWW-Authenticate`.',
  },
  session_needed: {
    status: 403,
    title: 'Not with a personal token',
    explanation: 'Sign in with `POST /login`, and send the access token of that session.',
  },
  second_factor_needed: {
    status: 403,
    title: 'A second factor has to be set up',
    explanation:
      'This account needs a second factor, and has none. Until one is on, it can only set one up: `POST /users/me/totp`.',
  },
  not_same_origin: {
    status: 403,
    title: 'Only for the studio',
    explanation:
      'Only a page of the same origin may send this request. It needs `Sec-Fetch-Site: same-origin`, which a browser sends, and `X-Plaza-Studio: 1`.',
  },
  signup_closed: {
    status: 403,
    title: 'No sign-ups',
    explanation: 'This site takes no new accounts. Staff can make one.',
  },
  approval_pending: {
    status: 403,
    title: 'The account waits for approval',
    explanation:
      'Staff decide on the application. Sign in after a mail or staff tell you that it is approved.',
  },
  terms_not_accepted: {
    status: 403,
    title: 'The terms have changed',
    explanation:
      'Read the terms, then send their version, `terms_version` in `GET /instance`, to `PUT /users/me/terms`. Until then you can read, sign out and erase your account.',
  },
  invite_needed: {
    status: 403,
    title: 'Only with an invite',
    explanation: 'New accounts need an invite here. Send its token as `invite`.',
  },
  local_login_off: {
    status: 403,
    title: 'The password signs in no user here',
    explanation: 'Sign in at one of the issuers: see `GET /login`.',
  },
  email_not_verified: {
    status: 403,
    title: 'The e-mail is not verified',
    explanation:
      'The issuer has verified no e-mail of yours, so Plaza makes no account. Confirm the e-mail there, and sign in again.',
  },
  post_locked: {
    status: 403,
    title: 'The post is locked',
    explanation: 'A locked post takes no comments and no votes.',
  },
  comments_closed: {
    status: 403,
    title: 'The post takes no comments',
    explanation: 'Its author closed it to comments, or its type takes none. Votes go on.',
  },
  votes_closed: {
    status: 403,
    title: 'The post takes no votes',
    explanation: 'Its type takes none: see `votable` in `GET /types`.',
  },
  silenced: {
    status: 403,
    title: 'You are silenced',
    explanation: 'You can read, but not write. See `GET /users/me/sanctions`.',
  },
  suspended: {
    status: 403,
    title: 'The account is suspended',
    explanation: 'Its user can’t sign in before `until`; null: never again.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    explanation: 'There is nothing at this address, or nothing that you may know of.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    explanation: 'The address exists, but not for this method: see the `Allow` header.',
  },
  email_taken: {
    status: 409,
    title: 'The e-mail is taken',
    explanation: 'Another account has this e-mail, in this or another case.',
  },
  link_required: {
    status: 409,
    title: 'An account has this e-mail',
    explanation:
      'Its owner can link it: send `challenge` to `POST /login/{issuer}/link` within ten minutes, with the password of the account.',
  },
  username_taken: {
    status: 409,
    title: 'The user name is taken',
    explanation:
      'Another account has this user name, in this or another case, or gave it up less than 30 days ago.',
  },
  slug_taken: {
    status: 409,
    title: 'The slug is taken',
    explanation:
      'Another post of this type has this slug. Send another slug, or none: then Plaza makes one.',
  },
  being_edited: {
    status: 409,
    title: 'Another user has the working copy open',
    explanation: 'Ask `editor`, wait until it is closed, or send `take_over: true`.',
  },
  copy_outdated: {
    status: 409,
    title: 'The post has changed since the working copy began',
    explanation:
      'The post has changed since its working copy began. Read both, then publish the copy with `force: true`, or discard it and begin again.',
  },
  schema_breaks_posts: {
    status: 409,
    title: 'Posts break the schema',
    explanation:
      'Published or scheduled posts of the type do not fit its new schema. Change them first, or send `force=true`: then they stay as they are.',
  },
  conflict: {
    status: 409,
    title: 'Nothing to do',
    explanation: 'The target is in another state than the request expects.',
  },
  last_admin: {
    status: 409,
    title: 'The last admin',
    explanation: 'Make another user an admin first.',
  },
  idempotency_in_flight: {
    status: 409,
    title: 'The first request is still in flight',
    explanation: 'A request with the same `Idempotency-Key` has not ended yet. Try again shortly.',
  },
  already_done: {
    status: 409,
    title: 'Done already',
    explanation:
      'A request with the same `Idempotency-Key` succeeded. Its answer holds a secret, so nothing repeats it.',
  },
  gone: {
    status: 410,
    title: 'Gone for good',
    explanation:
      'It was deleted. If a request with the same `Idempotency-Key` created it, send a new key to create it again.',
  },
  precondition_failed: {
    status: 412,
    title: 'The resource has changed',
    explanation: 'Your `If-Match` names an older state. Read the resource again, then repeat.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    explanation: 'Send a shorter body.',
  },
  quota_exceeded: {
    status: 413,
    title: 'The space for your files is used up',
    explanation:
      'All files of a user together may have so many bytes, `MEDIA_QUOTA`. Delete some of them: `GET /users/me/media`.',
  },
  uri_too_long: {
    status: 414,
    title: 'The address is too long',
    explanation: 'Send a shorter one.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    explanation:
      'Send `Content-Type: application/json` (`/login` takes a form too), uncompressed or with `Content-Encoding` gzip, deflate or br.',
  },
  validation_failed: {
    status: 422,
    title: 'The request is not valid',
    explanation: 'Each entry of `errors` names one field, the rule it breaks and what to do.',
  },
  media_barred: {
    status: 422,
    title: 'This file may not be uploaded',
    explanation: 'Staff removed it, or barred its content. Nothing of the upload was kept.',
  },
  not_ready: {
    status: 422,
    title: 'Not ready yet',
    explanation:
      'The member became filterable a moment ago, and Plaza still collects its values. Try again shortly; `not_ready` in `GET /types` lists such members.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The idempotency key belongs to another request',
    explanation: 'Make a new `Idempotency-Key` for each new request.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    explanation: 'Wait for the number of seconds in `Retry-After`.',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    explanation: 'Send fewer or shorter ones.',
  },
  checksum_mismatch: {
    status: 460,
    title: 'The part is not what was sent',
    explanation:
      'Its digest is not the one in `Upload-Checksum`. Nothing of it was kept: send it again.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong here',
    explanation: 'The failure was logged under the request id. Trying again may help.',
  },
  read_only: {
    status: 503,
    title: 'Read-only just now',
    explanation:
      'Plaza answers reads, but refuses all writes, with sign-ins and refreshes of tokens. Try again after the seconds in `Retry-After`.',
  },
  bad_gateway: {
    status: 502,
    title: 'No answer came from the service',
    explanation:
      'It is away, or went away before it answered. Whether a write happened is not known: with the same `Idempotency-Key` it is safe to repeat, after the seconds in `Retry-After`.',
  },
  issuer_failed: {
    status: 502,
    title: 'The sign-in at the issuer failed',
    explanation:
      'The issuer refused it, or its answer can’t be trusted. Begin it again; if that does not help, tell the operator.',
  },
  issuer_unavailable: {
    status: 503,
    title: 'The issuer does not answer',
    explanation: 'Sign in again after the seconds in `Retry-After`.',
  },
  unavailable: {
    status: 503,
    title: 'Not available just now',
    explanation: 'A part of the service is away. Try again after the seconds in `Retry-After`.',
  },
  mail_unavailable: {
    status: 503,
    title: 'This server sends no mails',
    explanation: 'The operator has not set `MAIL_URL`, so Plaza refuses requests that need a mail.',
  },
  overloaded: {
    status: 503,
    title: 'Too much to do just now',
    explanation:
      'Plaza gets more requests than it can answer in time. Try again after the seconds in `Retry-After`.',
  },
  gateway_timeout: {
    status: 504,
    title: 'No answer came in time',
    explanation:
      'Whether a write happened is not known: with the same `Idempotency-Key` it is safe to repeat, after the seconds in `Retry-After`.',
  },
} as const

export type ProblemCode = keyof typeof problems
