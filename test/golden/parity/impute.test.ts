import { checkParity } from './checkParity.ts';
import { cases } from './impute.ts';

checkParity(cases);
