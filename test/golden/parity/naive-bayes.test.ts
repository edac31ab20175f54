import { checkParity } from './checkParity.ts';
import { cases } from './naive-bayes.ts';

checkParity(cases);
