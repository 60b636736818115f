package verdict

// Exit codes of the command; the worst verdict decides.
const (
	ExitPass         = 0
	ExitFail         = 1
	ExitBadFile      = 2 // a file is wrong, nothing ran
	ExitInconclusive = 3
	ExitError        = 4 // harness, bench or scenario
	ExitNothing      = 5 // nothing selected, or nothing applicable
	ExitGate         = 6 // all passed, but a quality gate failed
	ExitEvidence     = 8 // the evidence does not verify
	ExitStopped      = 130
)

// ExitCode returns the code for a worst verdict. None means that nothing ran.
func ExitCode(v Verdict) int {
	switch v {
	case Pass:
		return ExitPass
	case Inconclusive:
		return ExitInconclusive
	case Fail:
		return ExitFail
	case Error:
		return ExitError
	}
	return ExitNothing
}
