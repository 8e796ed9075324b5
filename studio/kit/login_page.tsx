import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Card from '@mui/material/Card'
import CardContent from '@mui/material/CardContent'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
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
import { askPasskey, hasPasskeys } from '../api/passkeys'
import { isProblem } from '../api/problem'
import { FactorForm } from './factor_form'

interface Step {
  /** Once the password was right, and a second factor is on. */
  challenge?: string
  methods: string[]
}

const begin: Step = { methods: ['passkey'] }

/** Signs in, by the password and what the account needs beside it. A refusal says why, and what to do. */
export const LoginPage = () => {
  const login = useLogin()
  const notify = useNotify()
  const translate = useTranslate()
  const explain = useExplanation()
  const [{ challenge, methods }, proceed] = useState<Step>(begin)

  /** @param ask what the page knows by now */
  const attempt = async (ask: () => Promise<object>) => {
    try {
      await login({ challenge, ...(await ask()) })
    } catch (error) {
      if (isProblem(error, 'second_factor_required')) return proceed(error.body)
      if (isProblem(error, 'invalid_challenge')) proceed(begin)
      notify(explain(error), { type: 'error', autoHideDuration: 10_000 })
    }
  }
  const submit = (known: object) => attempt(async () => known)
  const withPasskey = () => attempt(async () => ({ passkey: await askPasskey() }))
  return (
    <Box component="main" sx={{ display: 'grid', placeItems: 'center', minHeight: '100vh', p: 2 }}>
      <Card variant="outlined" sx={{ width: 1, maxWidth: 380 }}>
        <CardContent sx={{ p: 3 }}>
          <Typography component="h1" variant="h6" sx={{ mb: 2 }}>
            {translate(challenge ? 'plaza.login.factor' : 'plaza.login.title')}
          </Typography>
          {challenge ? (
            <FactorForm methods={methods} submit={submit} back={() => proceed(begin)} />
          ) : (
            <PasswordForm submit={submit} />
          )}
          {hasPasskeys() && methods.includes('passkey') && (
            <Button onClick={() => void withPasskey()} fullWidth sx={{ mt: 1 }}>
              {translate('plaza.passkey.sign_in')}
            </Button>
          )}
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
    return detail ?? error.message
  }
}
