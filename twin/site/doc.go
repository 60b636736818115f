// Package site reads site plans: which tanks, grades, buses, dispensers, nozzles and terminals a station has, and how
// its point of sale works. Plans are YAML, strictly checked; the ready-made ones are embedded.
//
// The map from bus address over logical nozzle and hose to grade and tank is explicit: nothing is guessed. A plan that
// cannot exist is refused with the place and the reason. Building parties from a plan is package station's work.
package site
