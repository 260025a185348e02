yare_fuzz_target(repo_index LIBRARIES repo)
