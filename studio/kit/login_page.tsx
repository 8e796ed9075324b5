import Box from '@mui/material/Box'
import Card from '@mui/material/Card'
import CardContent from '@mui/material/CardContent'
import Typography from '@mui/material/Typography'
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

interface Credentials {
  username: string
  password: string
}

/** Signs in. A refusal says why, and what to do. */
export const LoginPage = () => {
  const login = useLogin()
  const notify = useNotify()
  const translate = useTranslate()
  const explain = useExplanation()

  const submit = async (credentials: Partial<Credentials>) => {
    try {
      await login(credentials)
    } catch (error) {
      notify(explain(error), { type: 'error', autoHideDuration: 10_000 })
    }
  }
  return (
    <Box component="main" sx={{ display: 'grid', placeItems: 'center', minHeight: '100vh', p: 2 }}>
      <Card variant="outlined" sx={{ width: 1, maxWidth: 380 }}>
        <CardContent sx={{ p: 3 }}>
          <Typography component="h1" variant="h6" sx={{ mb: 2 }}>
            {translate('plaza.login.title')}
          </Typography>
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
            <SaveButton
              label="ra.auth.sign_in"
              icon={<></>}
              fullWidth
              alwaysEnable
              sx={{ mt: 1 }}
            />
          </Form>
        </CardContent>
      </Card>
    </Box>
  )
}

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
