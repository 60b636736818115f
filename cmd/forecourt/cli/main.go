package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/strict"
)

// grammar is the command line.
type grammar struct {
	Version kong.VersionFlag `help:"Say which build this is."`

	Run  runVerb  `cmd:"" help:"Play scenarios and judge them; without a path the built-in suite."`
	List listVerb `cmd:"" help:"List scenarios, or the words that files may use."`
	Rig  rigVerb  `cmd:"" help:"Look at a rig: who plays each role, over which line."`
	Lint lintVerb `cmd:"" help:"Check scenarios, site plans and rigs without running anything."`
	Twin twinVerb `cmd:"" help:"Start a whole station in wall time, for real software to connect to."`
	Act  actVerb  `cmd:"" help:"Do scenario steps on a running station."`

	Simulate simulateVerb `cmd:"" help:"Take a station through whole days and balance the books."`
	Init     initVerb     `cmd:"" help:"Begin a project: a site plan, a rig, first scenarios and what an editor needs."`
	Site     siteVerb     `cmd:"" help:"Make site plans of a table in CSV."`
	Schema   schemaVerb   `cmd:"" help:"Write JSON Schemas of plans, rigs and scenarios, for editors."`

	Decode decodeVerb `cmd:"" help:"Say a protocol's frame in words."`
	Tap    tapVerb    `cmd:"" help:"Listen to a serial line, find what is spoken on it, and say it in words."`
}

// program is one invocation of the command.
type program struct {
	ctx            context.Context // ends when somebody stops the command
	stdout, stderr io.Writer
	outTerminal    bool // stdout is one
	errTerminal    bool
	exit           int
}

// Main runs the command and returns its exit code.
func Main(args []string, stdout, stderr *os.File) int {
	ctx, stop := stoppable()
	defer stop()
	p := &program{ctx: ctx, stdout: stdout, stderr: stderr, outTerminal: isTerminal(stdout), errTerminal: isTerminal(stderr)}
	return p.main(args)
}

// exited is what leaves kong when it has shown the help or the version.
type exited struct{ code int }

func (p *program) main(args []string) (code int) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(exited)
			if !ok {
				panic(r)
			}
			code = e.code
		}
	}()
	var g grammar
	parser := kong.Must(&g,
		kong.Name("forecourt"),
		kong.Description("A digital twin of a fuel station, and a test bench for its devices."),
		kong.Writers(p.stdout, p.stderr),
		kong.Exit(func(code int) { panic(exited{code}) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 110}),
		kong.Vars{"version": "forecourt " + build()},
	)
	if len(args) == 0 {
		return p.usage(errors.New("say what to do: run, list, lint, rig, twin, act, simulate, init, site, schema, decode or tap"))
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		return p.usage(meant(err, args[0]))
	}
	if err := chosen.Run(p); err != nil {
		return p.failed(err)
	}
	return p.exit
}

var verbs = []string{"run", "list", "lint", "rig", "twin", "act", "simulate", "init", "site", "schema", "decode", "tap"}

// meant names the one verb that was probably meant, where the first word is none.
func meant(err error, word string) error {
	if strings.HasPrefix(word, "-") || slices.Contains(verbs, word) {
		return err
	}
	if verb := strict.Suggest(word, verbs); verb != "" {
		return fmt.Errorf("there is no verb '%s', did you mean \"%s\"?", word, verb)
	}
	return fmt.Errorf("there is no verb '%s'; there is: %s", word, strings.Join(verbs, ", "))
}

// usage answers a command line that cannot be understood.
func (p *program) usage(err error) int {
	_, _ = fmt.Fprintf(p.stderr, "forecourt: %s\n", strings.TrimSpace(err.Error()))
	if !strings.Contains(err.Error(), "did you mean") {
		_, _ = fmt.Fprintln(p.stderr, "forecourt --help lists the verbs and their flags")
	}
	return verdict.ExitBadFile
}

// failed prints what kept a verb from doing its work.
func (p *program) failed(err error) int {
	var wrong *usageError
	var problems strict.Errors
	switch {
	case errors.As(err, &wrong):
		return p.usage(wrong)
	case errors.As(err, &problems):
		p.problems(problems)
		return verdict.ExitBadFile
	case errors.Is(err, context.Canceled):
		_, _ = fmt.Fprintln(p.stderr, "stopped by hand")
		return verdict.ExitStopped
	}
	_, _ = fmt.Fprintf(p.stderr, "forecourt: %v\n", err)
	return verdict.ExitError
}

// usageError is a mistake in how the command was called.
type usageError struct{ text string }

// Error says it.
func (e *usageError) Error() string { return e.text }

func misused(format string, a ...any) error { return &usageError{fmt.Sprintf(format, a...)} }

func (p *program) notice(format string, a ...any) {
	_, _ = fmt.Fprintf(p.stderr, format+"\n", a...)
}

func (p *program) print(format string, a ...any) { _, _ = fmt.Fprintf(p.stdout, format, a...) }

// stoppable returns a context that ends with the first interrupt or termination; the second one ends the process.
func stoppable() (context.Context, func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel()
		<-signals
		os.Exit(verdict.ExitStopped)
	}()
	return ctx, cancel
}

// isTerminal says whether a person is likely to look at what is written.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb" && f.Name() != os.DevNull
}

// colour says whether standard output is coloured.
func (p *program) colour(off bool) bool { return p.outTerminal && !off && os.Getenv("NO_COLOR") == "" }

// build names the program's version.
func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown build"
	}
	name := strings.Trim(info.Main.Version, "()")
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && name == "devel" {
			name += " " + s.Value[:min(12, len(s.Value))]
		}
		if s.Key == "vcs.modified" && s.Value == "true" && !strings.HasSuffix(name, "+dirty") {
			name += "+dirty"
		}
	}
	return name
}
