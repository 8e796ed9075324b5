import { createHmac, randomBytes } from 'node:crypto'
import { keyFor } from '#security/keys'

/** 192 random bits, as 32 characters. */
export const newPreviewToken = () => randomBytes(24).toString('base64url')

/** The stored form of a token, which does not lead back to it. */
export const digestOfPreview = (token: string): string =>
  createHmac('sha256', keyFor('preview')).update(token).digest('base64url')
