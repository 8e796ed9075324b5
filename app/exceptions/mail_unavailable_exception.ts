import ProblemException from '#exceptions/problem_exception'

export default class MailUnavailableException extends ProblemException {
  override readonly headers = { 'Retry-After': '3600' }

  constructor() {
    super('mail_unavailable')
  }
}
