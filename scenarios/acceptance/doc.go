// Package acceptance makes the scenarios that accept a site from its plan, and the page that somebody signs.
//
//	generate.go    the scenarios: some of every nozzle (Checks), some of the site (SiteChecks)
//	nozzle.go      what is known of a nozzle
//	nozzle.tmpl    their text, as somebody would have written it; site.tmpl those of the site
//	page.go        the page: a row for each nozzle, a cell for each check, a line to sign
//
// What is generated is the text of scenario files. It goes through scenarios.Parse as any file does, so that nothing of
// it is played that is wrong.
package acceptance
