import { checkParity } from './checkParity.ts';
import { cases } from './metrics-real.ts';

checkParity(cases);
