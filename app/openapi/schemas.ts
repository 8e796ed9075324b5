import { problem } from '#openapi/schemas/problem'
import { serviceSchemas } from '#openapi/schemas/service'
import { userExport } from '#openapi/schemas/user_export'
import { auditEntry, sanction } from '#resources/audit_entry'
import { application } from '#resources/application'
import { batch, batchFailure, batchOutcomeShape } from '#resources/batch'
import { collection } from '#resources/collection'
import { reason } from '#resources/reason'
import { savedView } from '#resources/saved_view'
import { comment } from '#resources/comment'
import { dataExport } from '#resources/data_export'
import { importRun } from '#resources/import'
import { instanceShape } from '#resources/instance'
import { invite, newInviteShape } from '#resources/invite'
import { mail } from '#resources/mail'
import { media } from '#resources/media'
import { overviewShape } from '#resources/overview'
import { post } from '#resources/post'
import { postRankingShape } from '#resources/post_ranking'
import { permissionShape } from '#resources/permission'
import { newPasskeyShape, passkeyOptionsSchema } from '#resources/passkey'
import { newPersonalTokenShape, personalToken } from '#resources/personal_token'
import { newPreviewShape } from '#resources/preview'
import { report, reportGroup } from '#resources/report'
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

export const schemas = {
  ...serviceSchemas,
  Problem: problem,
  UserExport: userExport,
  AccessToken: accessToken.schema,
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
  Author: user.views.Author.schema,
  Collection: collection.views.Collection.schema,
  Reason: reason.views.Reason.schema,
  SavedView: savedView.views.SavedView.schema,
  Comment: comment.views.Comment.schema,
  DataExport: dataExport.views.DataExport.schema,
  Instance: instanceShape.schema,
  Invite: invite.views.Invite.schema,
  NewInvite: newInviteShape.schema,
  NewPasskey: newPasskeyShape.schema,
  NewTotp: newTotpShape.schema,
  NewPersonalToken: newPersonalTokenShape.schema,
  NewWebhook: newWebhookShape.schema,
  NewPostPreview: newPreviewShape.schema,
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
  Tag: tag.views.Tag.schema,
  Type: type.views.Type.schema,
  TimelineEntry: timelineEntryShape.schema,
  Token: tokenPair.schema,
  Translation: translation.views.Translation.schema,
  User: user.views.User.schema,
  UserNote: userNote.views.UserNote.schema,
  Vote: vote.views.Vote.schema,
  Webhook: webhook.views.Webhook.schema,
  WebhookDelivery: webhookDelivery.views.WebhookDelivery.schema,
}

export type SchemaName = keyof typeof schemas
