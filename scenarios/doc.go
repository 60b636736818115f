// Package scenarios reads scenarios from YAML, checks them against what a bench has, and plays them.
//
//	document.go  the keys of a file            run.go     one scenario on one station, without Ginkgo
//	matrix.go    one file, many scenarios      ginkgo.go  the suite as a Ginkgo tree: a container for each folder, a
//	load.go      files and folders to a Suite             spec for each scenario
//	suite.go     selection                     invariant.go  what the station's checkers found
//
// The steps are in package step, the relations in expect, the station's contract and `given` in bench, verdicts in
// verdict. Nothing here knows whether a role is a model or metal. Every problem of a file is a strict.Error with its
// place; nothing runs while there is one.
package scenarios
