import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Card from '@mui/material/Card'
import CardContent from '@mui/material/CardContent'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import {
  Form,
  HttpError,
  PasswordInput,
  SaveButton,
  TextInput,
  required,
  useLocaleState,
  useLogin,
  useNotify,
  useTranslate,
} from 'react-admin'
import { backFromIssuer, leadsBack, signInMethods } from '../api/issuers'
import { askPasskey, hasPasskeys } from '../api/passkeys'
import { isProblem } from '../api/problem'
import { FactorForm } from './factor_form'
import { IssuerButtons } from './issuer_buttons'
import { LinkForm } from './link_form'

interface Step {
  /** Once the password was right, and a second factor is on; or once an issuer knew the user. */
  challenge?: string
  methods: string[]
  /** Whose user is to be linked to an account. */
  issuer?: string
}

/** What signs in; `issuer` only at one. */
type Credentials = { issuer?: string } & Record<string, unknown>

const begin: Step = { methods: ['passkey'] }

/** Signs in, by the password and what the account needs beside it, or at an issuer. A refusal says why, and what to do. */
export const LoginPage = () => {
  const login = useLogin()
  const notify = useNotify()
  const translate = useTranslate()
  const explain = useExplanation()
  const [{ challenge, methods, issuer }, proceed] = useState<Step>(begin)
  // Without an answer, the password is asked for, and refused with a reason.
  const { data: known } = useQuery({ queryKey: ['sign-in methods'], queryFn: signInMethods })

  const refuse = (error: unknown) => {
    if (isProblem(error, 'invalid_challenge')) proceed(begin)
    notify(explain(error), { type: 'error', autoHideDuration: 10_000 })
  }
  /** @param ask what the page knows by now */
  const attempt = async (ask: () => Promise<Credentials>) => {
    let given: Credentials = {}
    try {
      given = await ask()
      await login({ challenge, ...given })
    } catch (error) {
      if (isProblem(error, 'second_factor_required')) return proceed(error.body)
      if (isProblem(error, 'link_required')) {
        return proceed({ ...begin, challenge: error.body.challenge, issuer: given.issuer })
      }
      refuse(error)
    }
  }
  const submit = (credentials: object) => attempt(async () => ({ ...credentials }))
  const withPasskey = () => attempt(async () => ({ passkey: await askPasskey() }))
  const link = async (proof: object): Promise<boolean> => {
    try {
      await login({ issuer, challenge, ...proof })
    } catch (error) {
      if (isProblem(error, 'validation_failed') && !('code' in proof)) return true
      refuse(error)
    }
    return false
  }
  const isBack = useRef(false)
  useEffect(() => {
    if (isBack.current) return
    isBack.current = true
    if (leadsBack()) void attempt(async () => backFromIssuer())
  })
  const title = issuer ? 'link_title' : challenge ? 'factor' : 'title'
  const restart = () => proceed(begin)
  return (
    <Box component="main" sx={{ display: 'grid', placeItems: 'center', minHeight: '100vh', p: 2 }}>
      <Card variant="outlined" sx={{ width: 1, maxWidth: 380 }}>
        <CardContent sx={{ p: 3 }}>
          <Typography component="h1" variant="h6" sx={{ mb: 2 }}>
            {translate(`plaza.login.${title}`)}
          </Typography>
          {issuer && <LinkForm submit={link} back={restart} />}
          {challenge && !issuer && <FactorForm methods={methods} submit={submit} back={restart} />}
          {!challenge && known?.password !== false && <PasswordForm submit={submit} />}
          {hasPasskeys() && !issuer && methods.includes('passkey') && (
            <Button onClick={() => void withPasskey()} fullWidth sx={{ mt: 1 }}>
              {translate('plaza.passkey.sign_in')}
            </Button>
          )}
          {!challenge && <IssuerButtons issuers={known?.issuers ?? []} />}
        </CardContent>
      </Card>
    </Box>
  )
}

const PasswordForm = ({ submit }: { submit: (credentials: object) => Promise<void> }) => (
  <Form onSubmit={submit} noValidate>
    <TextInput
      source="username"
      label="plaza.login.name"
      validate={required()}
      autoComplete="username"
      autoCapitalize="none"
      autoFocus
      fullWidth
    />
    <PasswordInput
      source="password"
      label="ra.auth.password"
      validate={required()}
      autoComplete="current-password"
      fullWidth
    />
    <SaveButton label="ra.auth.sign_in" icon={<></>} fullWidth alwaysEnable sx={{ mt: 1 }} />
  </Form>
)

function useExplanation() {
  const translate = useTranslate()
  const [locale] = useLocaleState()
  return (error: unknown): string => {
    if (!(error instanceof HttpError)) return translate('plaza.login.failed')
    const { code, until, retryAfter, detail } = error.body ?? {}
    if (code === 'suspended' && until) {
      const date = new Date(until).toLocaleString(locale)
      return translate('plaza.login.suspended', { until: date })
    }
    if (code === 'rate_limited') return translate('plaza.login.wait', { seconds: retryAfter })
    return detail ?? translate(error.message)
  }
}
