import { ownedResources } from '#queries/own/owned_resources'
import { sanction } from '#resources/audit_entry'
import { savedView } from '#resources/saved_view'
import { comment } from '#resources/comment'
import { emailChange } from '#resources/email_change'
import type { Resource } from '#resources/definition/resource'
import { identity } from '#resources/identity'
import { invite } from '#resources/invite'
import { media } from '#resources/media'
import { post } from '#resources/post'
import { savedDraft } from '#resources/post_draft'
import { review } from '#resources/post_review'
import { passkey } from '#resources/passkey'
import { personalToken } from '#resources/personal_token'
import { preview } from '#resources/preview'
import { report } from '#resources/report'
import { revision } from '#resources/revision'
import { securityEvent } from '#resources/security_event'
import { session } from '#resources/session'
import { user } from '#resources/user'
import { userNote } from '#resources/user_note'
import { vote } from '#resources/vote'

const rowsOf = ({ exported }: Resource) => ({ type: 'array', items: exported.schema })

const kinds = {
  user: user.exported.schema,
  posts: rowsOf(post),
  drafts: rowsOf(savedDraft),
  reviews: rowsOf(review),
  previews: rowsOf(preview),
  revisions: rowsOf(revision),
  comments: rowsOf(comment),
  votes: rowsOf(vote),
  sessions: rowsOf(session),
  security_events: rowsOf(securityEvent),
  email_changes: rowsOf(emailChange),
  tokens: rowsOf(personalToken),
  invites: rowsOf(invite),
  passkeys: rowsOf(passkey),
  identities: rowsOf(identity),
  reports: rowsOf(report),
  sanctions: rowsOf(sanction),
  notes: rowsOf(userNote),
  views: rowsOf(savedView),
  media: rowsOf(media),
  ...Object.fromEntries(ownedResources.map((one) => [one.table, rowsOf(one)])),
}

export const userExport = { type: 'object', required: Object.keys(kinds), properties: kinds }
