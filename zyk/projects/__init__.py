"""The programme: cycle, application, recommendation, selection, project, task book, budget, acceptance, yearly duties."""
