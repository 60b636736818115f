// Package site reads site plans: which tanks, grades, buses, dispensers, nozzles and terminals a station has, and how
// its point of sale works. Plans are YAML, strictly checked; the ready-made ones are embedded.
//
// The map from bus address over logical nozzle and hose to grade and tank is explicit: nothing is guessed. A plan that
// cannot exist is refused with the place and the reason. Building parties from a plan is package station's work.
//
//	plan.go      the keys                                     check.go     what cannot be; capacity.go what a bus has no time for,
//	load.go      reading, defaults                                         spoken.go what its dialect cannot say
//	hose.go      hoses, several grades of one, satellites     gauge.go, network.go, pts.go   the blocks of those interfaces
//	country.go   unit, taxes, coins, receipt                  service.go, sign.go   service modes and schedule, the price sign
//	sheet/       plans of a table in CSV
//
// Left out: to lift a hose of several grades without pressing a button, which some pumps report as a nozzle that is out with
// no grade.
package site
