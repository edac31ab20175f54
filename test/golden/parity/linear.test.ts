import { checkParity } from './checkParity.ts';
import { cases } from './linear.ts';

checkParity(cases);
