import { checkParity } from './checkParity.ts';
import { cases } from './outliers.ts';

checkParity(cases);
