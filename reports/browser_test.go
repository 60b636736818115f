package reports

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAStockBrowserOpensThePage opens the page in headless Chromium with no network: the text, the picture and the
// script must all be there, and nothing may be asked for.
func TestAStockBrowserOpensThePage(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("FORECOURT_REQUIRE") == "all" {
			t.Fatal("chromium is required: apt-get install chromium")
		}
		t.Skip("no browser here: apt-get install chromium")
	}
	dir := t.TempDir()
	page, err := Page(goldenRun(t))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "report.html")
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir="+filepath.Join(dir, "profile"), "--dump-dom", "file://"+file)
	var dom, log strings.Builder
	cmd.Stdout, cmd.Stderr = &dom, &log
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	for _, want := range []string{"<svg", "Forecourt test report", "</html>"} {
		if !strings.Contains(dom.String(), want) {
			t.Errorf("the browser does not show %q", want)
		}
	}
	for _, bad := range []string{"CONSOLE", "Uncaught", "ERR_NAME_NOT_RESOLVED"} {
		if i := strings.Index(log.String(), bad); i >= 0 {
			t.Errorf("the browser complains: %s", log.String()[i:min(i+200, log.Len())])
		}
	}
}
