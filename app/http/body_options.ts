/** What the body of a route is, other than JSON. */
export interface BodyOptions {
  /** JSON or a form. */
  form?: boolean
  /** A file of this media type. */
  upload?: string
  isOptional?: boolean
}
