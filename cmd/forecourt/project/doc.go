// Package project writes the folder with which somebody begins: a site plan, a rig that plays on it, first scenarios that
// pass, and what an editor needs to help with all of them.
//
//	project.go     what is written, and where
//	first.tmpl     the first scenarios
//	readme.tmpl    what stands in the folder, and what to try
//
// A folder is a project when it has a rig.yaml and scenarios: forecourt plays on that rig, and its scenarios, where nothing else is named.
package project
