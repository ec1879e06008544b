// What an app knows of its users' claims goes through to all that a client gives; what nobody has said is `unknown`, never `any`.
import { type Client, createClient, type IdTokenClaims, type Snapshot, type UserClaims } from 'proofkey';
import { equal } from './equal.js';

interface Employee extends UserClaims {
  department: string;
  roles: readonly ('admin' | 'clerk')[];
}

const options = { issuer: 'https://op.example', clientId: 'spa', redirectUri: 'https://app.example/callback' };
const auth = createClient<Employee>(options);
const plain = createClient(options);

equal<typeof auth, Client<Employee>>(true);
equal<typeof plain, Client<UserClaims>>(true);
equal<ReturnType<typeof auth.getUser>, Employee | undefined>(true);
equal<ReturnType<typeof auth.getIdTokenClaims>, (Employee & IdTokenClaims) | undefined>(true);
equal<ReturnType<typeof auth.getSnapshot>, Snapshot<Employee>>(true);
equal<Awaited<ReturnType<typeof auth.getUserInfo>>, Employee>(true);
auth.subscribe((snapshot) => equal<typeof snapshot, Snapshot<Employee>>(true));

const employee = auth.getUser();
// @ts-expect-error: nobody may be signed in
employee.department;
if (employee) {
  equal<typeof employee.department, string>(true);
  equal<(typeof employee.roles)[number], 'admin' | 'clerk'>(true);
  // Standard claims are there beside the app's own.
  equal<typeof employee.email_verified, boolean | undefined>(true);
  equal<typeof employee.sub, string>(true);
  // @ts-expect-error: a claim is no number because the app would like it so
  const wrong: number = employee.department;
  void wrong;
}

const unknownClaim = plain.getUser()?.department;
equal<typeof unknownClaim, unknown>(true);
const claims = plain.getIdTokenClaims();
equal<(typeof claims & object)['exp'], number>(true);
equal<(typeof claims & object)['aud'], string | string[]>(true);

// @ts-expect-error: claims without a subject are nobody's
createClient<{ name: string }>(options);
