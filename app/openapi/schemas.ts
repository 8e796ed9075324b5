import { factorMethods } from '#domain/second_factor'
import { problems } from '#exceptions/problems'
import { ownedResources } from '#queries/own/owned_resources'
import { auditEntry, sanction } from '#resources/audit_entry'
import { application } from '#resources/application'
import { batch, batchFailure, batchOutcomeShape } from '#resources/batch'
import { collection } from '#resources/collection'
import { reason } from '#resources/reason'
import { savedView } from '#resources/saved_view'
import { comment } from '#resources/comment'
import { dataExport } from '#resources/data_export'
import { emailChange } from '#resources/email_change'
import type { Resource } from '#resources/definition/resource'
import { importRun } from '#resources/import'
import { instanceShape } from '#resources/instance'
import { identity } from '#resources/identity'
import { invite, newInviteShape } from '#resources/invite'
import { mail } from '#resources/mail'
import { media } from '#resources/media'
import { overviewShape } from '#resources/overview'
import { post } from '#resources/post'
import { savedDraft } from '#resources/post_draft'
import { postRankingShape } from '#resources/post_ranking'
import { permissionShape } from '#resources/permission'
import { review } from '#resources/post_review'
import { newPasskeyShape, passkey, passkeyOptionsSchema } from '#resources/passkey'
import { newPersonalTokenShape, personalToken } from '#resources/personal_token'
import { newPreviewShape, preview } from '#resources/preview'
import { report, reportGroup } from '#resources/report'
import { revision } from '#resources/revision'
import { revisionChangesShape } from '#resources/revision_changes'
import { roleShape } from '#resources/role'
import { settingShape } from '#resources/setting'
import { securityEvent } from '#resources/security_event'
import { session } from '#resources/session'
import { staffActionShape } from '#resources/staff_action'
import { signInMethodsShape } from '#resources/sign_in_methods'
import { signUpStatus } from '#resources/sign_up_status'
import { newTotpShape, recoveryCodesShape, secondFactorsShape } from '#resources/second_factor'
import { accessToken, signedIn, studioSignedIn, tokenPair } from '#resources/token'
import { tag } from '#resources/tag'
import { timelineEntryShape } from '#resources/timeline'
import { translation } from '#resources/translation'
import { type } from '#resources/type'
import { user } from '#resources/user'
import { userNote } from '#resources/user_note'
import { ownVote, vote } from '#resources/vote'
import { newWebhookShape, webhook, webhookDelivery } from '#resources/webhook'

const check = {
  type: 'object',
  required: ['name', 'status', 'message'],
  properties: {
    name: { type: 'string', examples: ['database'] },
    status: { type: 'string', enum: ['ok', 'warning', 'error'] },
    message: { type: 'string', examples: ['It answers'] },
  },
}

const fieldProblem = {
  type: 'object',
  required: ['pointer', 'rule', 'detail'],
  properties: {
    pointer: {
      type: 'string',
      description: 'A JSON pointer into the body; `/query/…`, `/path/…`, `/header/…` elsewhere.',
      examples: ['/title'],
    },
    rule: { type: 'string', examples: ['required'] },
    detail: { type: 'string', examples: ['title is missing.'] },
  },
}

const counts = Object.fromEntries(
  ['users', 'posts', 'comments', 'votes'].map((name) => [name, { type: 'integer', examples: [12] }])
)

const day = {
  date: { type: 'string', format: 'date', examples: ['2026-11-22'] },
  ...counts,
  reports: { type: 'integer', examples: [1] },
}

const deletion = {
  type: { type: 'string', enum: ['user', 'post'] },
  id: { type: 'integer', examples: [7] },
  since: { $ref: '#/components/schemas/Time' },
  rows_left: {
    type: 'integer',
    description: 'Posts, comments and votes; counted up to 100 000 of each.',
    examples: [4200],
  },
}

const rowsOf = ({ exported }: Resource) => ({ type: 'array', items: exported.schema })

const withdrawnPost = {
  type: 'object',
  required: ['id', 'withdrawn'],
  properties: {
    id: { type: 'integer', examples: [42] },
    withdrawn: { type: 'boolean', enum: [true] },
  },
}

export const schemas = {
  AccessToken: accessToken.schema,
  WithdrawnPost: withdrawnPost,
  Application: application.views.Application.schema,
  Import: importRun.views.Import.schema,
  Mail: mail.views.Mail.schema,
  Media: media.views.Media.schema,
  OwnMedia: media.views.OwnMedia.schema,
  StaffMedia: media.views.StaffMedia.schema,
  AuditEntry: auditEntry.views.AuditEntry.schema,
  Batch: batch.views.Batch.schema,
  BatchFailure: batchFailure.views.BatchFailure.schema,
  BatchOutcome: batchOutcomeShape.schema,
  AuditVerdict: {
    type: 'object',
    required: ['ok', 'entries', 'head', 'first_broken'],
    properties: {
      ok: { type: 'boolean', examples: [true] },
      entries: { type: 'integer', description: 'How many are whole.', examples: [1234] },
      head: {
        type: 'string',
        description: 'The digest of the last whole one: note it elsewhere.',
        pattern: '^[0-9a-f]{64}$',
      },
      first_broken: {
        type: ['object', 'null'],
        required: ['id', 'why'],
        properties: {
          id: { type: 'integer', examples: [1000] },
          why: { type: 'string', enum: ['missing', 'unchained', 'altered'] },
        },
      },
    },
  },
  Author: user.views.Author.schema,
  Collection: collection.views.Collection.schema,
  Reason: reason.views.Reason.schema,
  SavedView: savedView.views.SavedView.schema,
  Comment: comment.views.Comment.schema,
  DataExport: dataExport.views.DataExport.schema,
  Deletion: { type: 'object', required: Object.keys(deletion), properties: deletion },
  HealthCheck: check,
  Home: {
    type: 'object',
    required: ['message', 'name', 'version', 'docs'],
    properties: {
      message: { type: 'string', examples: ['Welcome to Plaza'] },
      name: { type: 'string', const: 'plaza' },
      version: { type: ['string', 'null'], examples: ['0.1.0'] },
      docs: { type: 'string', format: 'uri', examples: ['https://plaza.example.org/docs'] },
    },
  },
  Instance: instanceShape.schema,
  Invite: invite.views.Invite.schema,
  Liveness: {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', const: 'ok' } },
  },
  NewInvite: newInviteShape.schema,
  NewPasskey: newPasskeyShape.schema,
  NewTotp: newTotpShape.schema,
  NewPersonalToken: newPersonalTokenShape.schema,
  NewWebhook: newWebhookShape.schema,
  NewPostPreview: newPreviewShape.schema,
  OpenApi: {
    type: 'object',
    description: 'An OpenAPI 3.1 document.',
    required: ['openapi', 'info', 'paths'],
    properties: {
      openapi: { type: 'string', examples: ['3.1.1'] },
      info: { type: 'object' },
      paths: { type: 'object' },
    },
    additionalProperties: true,
  },
  Overview: overviewShape.schema,
  OwnUser: user.views.OwnUser.schema,
  OwnVote: ownVote.views.OwnVote.schema,
  Post: post.views.Post.schema,
  PostDetail: post.views.PostDetail.schema,
  Permission: permissionShape.schema,
  PasskeyOptions: passkeyOptionsSchema,
  PersonalToken: personalToken.views.PersonalToken.schema,
  PostRanking: postRankingShape.schema,
  Role: roleShape.schema,
  Problem: {
    type: 'object',
    description: 'What went wrong (RFC 9457).',
    required: ['type', 'title', 'status', 'detail', 'code', 'instance'],
    properties: {
      type: {
        type: 'string',
        format: 'uri-reference',
        description: 'The page that explains it.',
        examples: ['/problems/not_found'],
      },
      title: { type: 'string', examples: ['Not found'] },
      status: { type: 'integer', examples: [404] },
      detail: { type: 'string', examples: ['There is no such post.'] },
      code: { type: 'string', enum: Object.keys(problems), description: 'Stable.' },
      instance: { type: 'string', description: 'The id of the request.' },
      errors: { type: 'array', description: 'Every broken rule.', items: fieldProblem },
      until: {
        description: 'When it ends; null: never.',
        oneOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
      },
      editor: {
        description:
          'The author of the present state, or the user who has it open; null after the account is erased.',
        $ref: '#/components/schemas/Author',
      },
      challenge: {
        type: 'string',
        description: 'For `POST /login/second-factor`, or `POST /login/{issuer}/link`.',
      },
      methods: {
        type: 'array',
        description: 'What can prove the second factor.',
        items: { type: 'string', enum: factorMethods },
      },
      saved_at: {
        description: 'When that was saved.',
        $ref: '#/components/schemas/Time',
      },
    },
  },
  Readiness: {
    type: 'object',
    required: ['status', 'checks'],
    properties: {
      status: { type: 'string', enum: ['ok', 'degraded', 'unavailable'] },
      checks: { type: 'array', items: { $ref: '#/components/schemas/HealthCheck' } },
    },
  },
  RecoveryCodes: recoveryCodesShape.schema,
  Report: report.views.Report.schema,
  ReportGroup: reportGroup.views.ReportGroup.schema,
  ReportGroupDetail: reportGroup.views.ReportGroupDetail.schema,
  RevisionChanges: revisionChangesShape.schema,
  Sanction: sanction.views.Sanction.schema,
  SecurityEvent: securityEvent.views.SecurityEvent.schema,
  Session: session.views.Session.schema,
  Setting: settingShape.schema,
  SignedIn: signedIn.schema,
  SignInMethods: signInMethodsShape.schema,
  SignUpStatus: signUpStatus.schema,
  SecondFactors: secondFactorsShape.schema,
  StaffAction: staffActionShape.schema,
  StaffComment: comment.views.StaffComment.schema,
  StaffPost: post.views.StaffPost.schema,
  StaffUser: user.views.StaffUser.schema,
  StudioSignedIn: studioSignedIn.schema,
  TrashedPost: post.views.TrashedPost.schema,
  TrashedComment: comment.views.TrashedComment.schema,
  Stats: {
    type: 'object',
    required: ['counted_at', 'users', 'posts', 'comments', 'votes', 'open_reports', 'days'],
    properties: {
      counted_at: {
        description: 'Null: just now.',
        oneOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
      },
      ...counts,
      open_reports: { type: 'integer', examples: [3] },
      days: {
        type: 'array',
        items: { $ref: '#/components/schemas/StatsDay' },
      },
    },
  },
  StatsDay: { type: 'object', required: Object.keys(day), properties: day },
  Tag: tag.views.Tag.schema,
  Type: type.views.Type.schema,
  Time: {
    type: 'string',
    format: 'date-time',
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
    description: 'RFC 3339, in UTC, with milliseconds.',
    examples: ['2026-11-22T13:17:00.000Z'],
  },
  TimelineEntry: timelineEntryShape.schema,
  Token: tokenPair.schema,
  Translation: translation.views.Translation.schema,
  User: user.views.User.schema,
  UserExport: {
    type: 'object',
    required: [
      ...['user', 'posts', 'drafts', 'reviews', 'previews', 'revisions', 'comments', 'votes'],
      ...[
        'sessions',
        'security_events',
        'email_changes',
        'tokens',
        'invites',
        'passkeys',
        'identities',
        'reports',
        'sanctions',
        'notes',
        'views',
        'media',
      ],
      ...ownedResources.map(({ table }) => table),
    ],
    properties: {
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
    },
  },
  UserNote: userNote.views.UserNote.schema,
  Vote: vote.views.Vote.schema,
  Webhook: webhook.views.Webhook.schema,
  WebhookDelivery: webhookDelivery.views.WebhookDelivery.schema,
}

export type SchemaName = keyof typeof schemas
