import config from '@adonisjs/core/services/config'
import ProblemException from '#exceptions/problem_exception'

interface Accepting {
  /** Undefined: the account need not accept any. */
  acceptedTerms?: string | null
}

export default class TermsNotAcceptedException extends ProblemException {
  constructor() {
    super('terms_not_accepted')
  }

  /** @throws TermsNotAcceptedException if the site has a newer version */
  static refuse({ acceptedTerms }: Accepting): void {
    const version = config.get<string | undefined>('accounts.termsVersion')
    if (version === undefined || acceptedTerms === undefined || acceptedTerms === version) return
    throw new TermsNotAcceptedException()
  }
}
