package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/forecourt/forecourt/reports"
	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/verdict"
)

// part is what a process that played a share leaves for the one that started it.
type part struct {
	Played []played
	Limits []verdict.Measurement
}

// playShare plays this process's share and leaves the part file.
func (j *job) playShare() error {
	mine := j.suite
	if j.Share != "" {
		i, n, err := j.share()
		if err != nil {
			return err
		}
		mine = &scenarios.Suite{Files: j.suite.Files}
		for k, sc := range j.suite.Scenarios {
			if k%n == i {
				mine.Scenarios = append(mine.Scenarios, sc)
			}
		}
	}
	results, limits, err := j.play(mine)
	if err != nil {
		return err
	}
	out := part{Limits: limits}
	for _, sc := range mine.Scenarios {
		if r, ok := results[sc.ID]; ok {
			out.Played = append(out.Played, r)
		}
	}
	data, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return replaceFile(j.PartFile, data)
}

// team plays the job in processes of their own, each a share, and merges what they leave by scenario. A process that
// dies leaves its scenarios without a record, which is an error of the run.
func (j *job) team() (reports.Run, error) {
	dir, err := os.MkdirTemp("", "forecourt-parts-*")
	if err != nil {
		return reports.Run{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	n := min(j.Procs, max(len(j.suite.Scenarios), 1))
	show := newProgress(j.program, len(j.suite.Scenarios), false)
	defer show.done()
	failures := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { failures[i] = j.member(filepath.Join(dir, fmt.Sprint(i)), i, n, show) })
	}
	all.Wait()
	results := map[string]played{}
	var limits []verdict.Measurement
	for i := range n {
		p, err := readPart(filepath.Join(dir, fmt.Sprint(i)))
		if err != nil {
			failures[i] = errors.Join(failures[i], err)
			continue
		}
		for _, r := range p.Played {
			results[r.Record.ID] = r
		}
		limits = append(limits, p.Limits...)
	}
	if err := errors.Join(failures...); err != nil {
		j.broken = true
		show.done()
		j.program.notice("forecourt: a process of the run broke down: %v", err)
	}
	return j.describe(results, limits), nil
}

// member runs one process of the team until it ends. It is stopped as this one is, and given time to end well.
func (j *job) member(file string, i, n int, show *progress) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := append([]string{"run"}, j.Paths...)
	for _, f := range [][2]string{{"suite", j.Suite}, {"evidence", j.Evidence}, {"rig", j.Rig}, {"site", j.Site}, {"label", j.Label}, {"filter", j.Filter}} {
		if f[1] != "" {
			args = append(args, "--"+f[0]+"="+f[1])
		}
	}
	for _, p := range j.Port {
		args = append(args, "--port="+p)
	}
	for _, dir := range j.Profiles {
		args = append(args, "--profiles="+dir)
	}
	args = append(args, "--seed="+seedText(j.seed), "--part-file="+file, fmt.Sprintf("--share=%d/%d", i, n))
	cmd := exec.CommandContext(j.program.ctx, self, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		show.begin(lines.Text())
		show.end(lines.Text())
	}
	if err := cmd.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("process %d of %d: %w: %s", i+1, n, err, lastLine(said.String()))
	}
	return nil
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "panic:") || strings.HasPrefix(l, "fatal error:") })
	if i >= 0 {
		return lines[i]
	}
	return lines[len(lines)-1]
}

func readPart(file string) (part, error) {
	var p part
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &p)
	}
	return p, err
}
