// Package service is how customers are served at fuelling points: the service modes as one table, the sets of them that a
// point can offer, and the schedule by which a site changes them.
//
//	mode.go      the modes, and the table of who releases, who pays, and what becomes of what is under way at a switch
//	set.go       what a point offers: one mode, or several that do not contradict each other
//	schedule.go  which set holds at an instant, by the local time of the site; safe over a change to summer time and back
//
// The POS acts by the table; a site plan and scenarios choose from it. Left out: days of the week and holidays.
package service
