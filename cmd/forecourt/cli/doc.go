// Package cli is the command forecourt: what its words and flags mean, and how it speaks.
//
//	main.go   verbs, flags, exit            list.go   what there is to name in a file
//	files.go  files, folders, the suite     lint.go   what is wrong with files
//	rig.go    a rig made into a bench       twin.go   the live station; state.go, session.go its control endpoint
//	run.go    a run; play.go in this        act.go    a step on a live station
//	          process, team.go in others    accept.go  run --suite site-acceptance, and the page to sign
//
// Everything that judges, prints or plays is in the packages below; here it is only put together. Standard output
// carries what was asked for, one JSON object under --json, and nothing else; notices, progress and errors go to
// standard error. Exit codes are those of scenarios/verdict.
package cli
