import { checkParity } from './checkParity.ts';
import { cases } from './compose.ts';

checkParity(cases);
