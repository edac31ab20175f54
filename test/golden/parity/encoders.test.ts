import { checkParity } from './checkParity.ts';
import { cases } from './encoders.ts';

checkParity(cases);
