import ProblemException from '#exceptions/problem_exception'

/** The headers name the accepted media types (RFC 9110, section 15.5.16). */
export default class UnsupportedMediaTypeException extends ProblemException {
  private constructor(
    detail: string,
    override readonly headers: Record<string, string>
  ) {
    super('unsupported_media_type', detail)
  }

  static ofType(types: string[]) {
    const detail = `Content-Type must be ${types.join(' or ')}.`
    return new this(detail, { Accept: types.join(', ') })
  }

  static ofEncoding(encodings: string[]) {
    const [last, ...others] = encodings.toReversed()
    const detail = `Content-Encoding must be ${others.reverse().join(', ')} or ${last}, or absent.`
    return new this(detail, { 'Accept-Encoding': encodings.join(', ') })
  }
}
